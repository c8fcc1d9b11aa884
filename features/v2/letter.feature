# language: zh-CN
@v2 @organization @bank @letter @sms @clock
功能: V2接口提交授权书
  依据: paas_api/kdsl01c480hnf6v1、avgnssg5whr2v09t；saas_api/gcu36n

  @V2-LETTER-01
  场景: 下载填好的授权书，链接60分钟内有效
    依据: paas_api/kdsl01c480hnf6v1
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
    而且 调用方为企业的账号发起了企业三要素实名
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/template/download"
    那么 返回数据为
      | fileUrl | 非空 |
    而且 授权书模板可以下载
    当 时间过去59分钟
    那么 授权书模板可以下载
    当 时间过去1分钟
    那么 授权书模板不能下载

  @V2-LETTER-02
  场景: 经办人账号没有手机号和邮箱，无法填充
    依据: paas_api/kdsl01c480hnf6v1（企业/经办人缺少%s信息,无法填充）；错误码 Unknown，本项目的选择：30500101
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为他创建了账号
      | mobile | 缺 |
    而且 调用方为他的账号发起了运营商三要素实名
    而且 调用方提交了他收到的验证码
    而且 调用方为企业创建了账号
    而且 调用方为企业的账号发起了企业三要素实名
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/template/download"
    那么 错误码是30500101
    而且 错误信息包含"经办人缺少手机号或邮箱信息,无法填充"

  @V2-LETTER-03
  场景: 核身流程没有账号，授权书无法填充
    依据: paas_api/kdsl01c480hnf6v1；错误码 Unknown，本项目的选择：30500101
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/template/download"
    那么 错误码是30500101
    而且 错误信息包含"无法填充"

  @V2-LETTER-04 @notice
  场景: 先提交授权书，金额和授权书都通过后才认证通过
    依据: paas_api/avgnssg5whr2v09t, paas_api/qz1tufenaqt1h037；通知内容 Unknown，本项目的选择：identity_org_letter
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 规则service_letter_needed改为true
    而且 调用方为企业发起了企业三要素核身
    而且 调用方用接口上传了"PDF文件"
    当 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/verifyLegalRep"
      | authLetterFileId | {文件} |
    那么 返回数据为
      | serviceId | 非空 |
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/transferProcess"
    那么 返回数据为
      | process  | INIT   |
      | auditing | 审核中 |
    假如 调用方要求向企业打款
    当 时间过去3天
    而且 调用方提交企业到账的金额
    那么 调用成功
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status | ING |
    当 审核人员通过授权书
    那么 接收方收到3个无action的回调
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status | SUCCESS |

  @V2-LETTER-05 @notice
  场景: 授权书被驳回，可以再次提交
    依据: paas_api/avgnssg5whr2v09t；通知内容 Unknown，本项目的选择：identity_org_letter
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 规则service_letter_needed改为true
    而且 调用方为企业发起了企业三要素核身
    而且 调用方用接口上传了"PNG图片"
    当 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/verifyLegalRep"
      | authLetterFileId | {文件} |
    那么 调用成功
    当 审核人员驳回授权书，原因是"印章不清晰"
    那么 无action的回调内容为
      | flowId   | {核身流程} |
      | result   | REJECT     |
      | auditing | 印章不清晰 |
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/transferProcess"
    那么 返回数据为
      | auditing | 印章不清晰 |
    当 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/verifyLegalRep"
      | authLetterFileId | {文件} |
    那么 调用成功
    当 审核人员通过授权书
    那么 无action的回调内容为
      | result   | PASS     |
      | auditing | 审核通过 |
    当 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/verifyLegalRep"
      | authLetterFileId | {文件} |
    那么 错误码是30500051

  @V2-LETTER-06
  场景: 需要授权书时，填写金额必须附上
    依据: paas_api/qz1tufenaqt1h037 authLetterFileId
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 规则service_letter_needed改为true
    而且 调用方为企业发起了企业三要素核身
    而且 调用方要求向企业打款
    当 时间过去3天
    而且 调用方提交企业到账的金额
    那么 错误码是30500100
    而且 错误信息包含"authLetterFileId"
    假如 调用方用接口上传了"JPEG图片"
    当 调用方提交企业到账的金额
      | authLetterFileId | {文件} |
    那么 调用成功
    当 审核人员通过授权书
    而且 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status   | SUCCESS                             |
      | authType | ORGANIZATION_TRANSFER_RANDOM_AMOUNT |

  @V2-LETTER-07
  场景: 反向打款附上授权书，两项都通过后认证通过
    依据: paas_api/sluxtlhki2lt3wgx
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 规则service_letter_needed改为true
    而且 调用方为企业发起了企业三要素核身
    当 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/reversePayment"
    那么 错误码是30500100
    假如 调用方用接口上传了"PDF文件"
    当 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/reversePayment"
      | authLetterFileId | {文件} |
    那么 调用成功
    当 企业向返回的子账号打款0.01元
    而且 审核人员通过授权书
    而且 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status   | SUCCESS                      |
      | authType | ORGANIZATION_REVERSE_PAYMENT |

  @V2-LETTER-08
  场景: 反向打款不能提前提交授权书
    依据: paas_api/avgnssg5whr2v09t（仅支持正向打款）；错误码 Unknown，本项目的选择：30502030
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    而且 调用方用接口上传了"PDF文件"
    当 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/reversePayment"
    而且 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/verifyLegalRep"
      | authLetterFileId | {文件} |
    那么 错误码是30502030

  @V2-LETTER-09
  场景大纲: 不能作为授权书的文件：<文件>
    依据: paas_api/qz1tufenaqt1h037（PDF或图片）；错误码 Unknown，本项目的选择：30500101
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    而且 调用方用接口上传了"<文件>"
    当 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/verifyLegalRep"
      | authLetterFileId | {文件} |
    那么 错误码是30500101
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/transferProcess"
    那么 返回数据为
      | auditing | 空或缺 |

    例子:
      | 文件              |
      | 改名为PDF的网页   |
      | 带脚本的SVG图片   |
      | GIF图片           |
      | 超过5MB的PDF文件  |

  @V2-LETTER-10
  场景大纲: 授权书文件写错：<值>
    依据: paas_api/avgnssg5whr2v09t；错误码 Unknown，本项目的选择：公共错误码
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业三要素核身
    当 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/verifyLegalRep"
      | authLetterFileId | <值> |
    那么 错误码是<错误码>

    例子:
      | 值                                 | 错误码   |
      | 缺                                 | 30500100 |
      | letter                             | 30500101 |
      | "00000000000000000000000000000000" | 30500101 |

  @V2-FILE-01
  场景: 上传地址一小时内有效，可以重复上传同一个文件
    依据: saas_api/gcu36n
    假如 一个未实名的人
    当 调用方用接口上传"PDF文件"
    那么 HTTP状态码是200
    当 时间过去59分钟
    而且 调用方再次向上传地址发送"PDF文件"
    那么 HTTP状态码是200
    当 调用方再次向上传地址发送"PNG图片"
    那么 HTTP状态码是403
    当 时间过去1分钟
    而且 调用方再次向上传地址发送"PDF文件"
    那么 HTTP状态码是403

  @V2-FILE-02
  场景: 上传的内容与声明的不一致
    依据: saas_api/gcu36n（请求头与声明不一致返回403）
    假如 一个未实名的人
    当 调用方声明"PDF文件"，却上传了"PNG图片"
    那么 HTTP状态码是403

  @V2-FILE-03
  场景大纲: 声明文件时写错：<字段> <值>
    依据: saas_api/gcu36n；错误码 Unknown，本项目的选择：公共错误码
    假如 一个未实名的人
    当 调用方以POST请求"/v1/files/getUploadUrl"
      | contentMd5  | "mZFLkyvTelC5g8XnyQrpOw==" |
      | contentType | application/pdf            |
      | fileName    | letter.pdf                 |
      | fileSize    | 2                          |
      | <字段>      | <值>                       |
    那么 错误码是<错误码>

    例子:
      | 字段        | 值         | 错误码   |
      | contentMd5  | 缺         | 30500100 |
      | contentMd5  | "abc"      | 30500101 |
      | contentType | 缺         | 30500100 |
      | contentType | text/html  | 30500101 |
      | fileName    | 缺         | 30500100 |
      | fileName    | letter     | 30500101 |
      | fileName    | "a?b.pdf"  | 30500101 |
      | fileSize    | 缺         | 30500100 |
      | fileSize    | 0          | 30500101 |
      | fileSize    | 52428800   | 30500101 |
      | accountId   | nobody     | 30500156 |

  @V2-LETTER-11
  场景: 金额已通过、授权书还在审核时，打款进度不是认证完成
    依据: identity_service/lrwgm0 ORGANFINISHED（金额校验通过，企业已认证）
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 规则service_letter_needed改为true
    而且 调用方为企业发起了企业三要素核身
    而且 调用方用接口上传了"PDF文件"
    当 调用方以POST请求"/v2/identity/auth/pub/organization/{核身流程}/verifyLegalRep"
      | authLetterFileId | {文件} |
    那么 调用成功
    假如 调用方要求向企业打款
    当 时间过去3天
    而且 调用方提交企业到账的金额
    而且 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/transferProcess"
    那么 返回数据为
      | process  | PAID_SUCCESS |
      | auditing | 审核中       |
    当 调用方以PUT请求"/v2/identity/auth/pub/organization/{核身流程}/verifyRandomAmount"
      | amount | 1.01 |
    那么 错误码是30502002
    假如 规则service_letter_needed改为false
    当 调用方提交企业到账的金额
    而且 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/transferProcess"
    那么 返回数据为
      | process | ORGANFINISHED |
